// The storage class of the development cluster: a claim becomes a folder of the node that
// every user may write. Kubernetes' own host-path provisioner makes folders for root alone.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"
)

type storageOptions struct{ kubeconfig, folder, node, provisioner string }

func runProvisioner() {
	var options storageOptions
	flag.StringVar(&options.kubeconfig, "kubeconfig", "", "how to reach the API server")
	flag.StringVar(&options.folder, "folder", "", "folder of the node that holds the volumes")
	flag.StringVar(&options.node, "node", "", "name of the node that the folder is on")
	flag.StringVar(&options.provisioner, "provisioner", "", "provisioner's name in the StorageClass")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := provision(ctx, options); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func provision(ctx context.Context, options storageOptions) error {
	if options.folder == "" || options.node == "" || options.provisioner == "" {
		return errors.New("--folder, --node and --provisioner must be given")
	}
	config, err := clientcmd.BuildConfigFromFlags("", options.kubeconfig)
	if err != nil {
		return fmt.Errorf("cannot use the kubeconfig %s: %w", options.kubeconfig, err)
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return fmt.Errorf("cannot use the kubeconfig %s: %w", options.kubeconfig, err)
	}
	controller.NewProvisionController(ctx, client, options.provisioner, folders{options},
		controller.LeaderElection(false),
		controller.RateLimiter(workqueue.NewTypedItemExponentialFailureRateLimiter[string](
			200*time.Millisecond, 10*time.Second)),
	).Run(ctx)
	return nil
}

// folders provisions one folder a volume, named as the volume.
type folders struct{ storageOptions }

func (f folders) Provision(
	_ context.Context, claim controller.ProvisionOptions,
) (*core.PersistentVolume, controller.ProvisioningState, error) {
	folder := filepath.Join(f.folder, claim.PVName)
	if err := makeShared(folder); err != nil {
		return nil, controller.ProvisioningFinished, err
	}
	return f.volume(claim, folder), controller.ProvisioningFinished, nil
}

// The mode is set after the making: the umask takes from the first.
func makeShared(folder string) error {
	if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	return os.Chmod(folder, 0o777)
}

func (f folders) volume(claim controller.ProvisionOptions, folder string) *core.PersistentVolume {
	return &core.PersistentVolume{
		ObjectMeta: meta.ObjectMeta{Name: claim.PVName},
		Spec: core.PersistentVolumeSpec{
			PersistentVolumeReclaimPolicy: *claim.StorageClass.ReclaimPolicy,
			AccessModes:                   claim.PVC.Spec.AccessModes,
			Capacity: core.ResourceList{
				core.ResourceStorage: claim.PVC.Spec.Resources.Requests[core.ResourceStorage],
			},
			PersistentVolumeSource: core.PersistentVolumeSource{
				Local: &core.LocalVolumeSource{Path: folder},
			},
			NodeAffinity: f.onlyHere(),
		},
	}
}

func (f folders) onlyHere() *core.VolumeNodeAffinity {
	return &core.VolumeNodeAffinity{Required: &core.NodeSelector{
		NodeSelectorTerms: []core.NodeSelectorTerm{{
			MatchExpressions: []core.NodeSelectorRequirement{{
				Key:      core.LabelHostname,
				Operator: core.NodeSelectorOpIn,
				Values:   []string{f.node},
			}},
		}},
	}}
}

// The path is made from the name again: what the object says may have been edited.
func (f folders) Delete(_ context.Context, volume *core.PersistentVolume) error {
	return os.RemoveAll(filepath.Join(f.folder, filepath.Base(volume.Name)))
}
