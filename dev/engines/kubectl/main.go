// kubectl alone, for images whose users have no node to run.
package main

import (
	"os"

	_ "k8s.io/client-go/plugin/pkg/client/auth" // its ways to log in
	"k8s.io/component-base/cli"
	"k8s.io/component-base/logs"
	kubectl "k8s.io/kubectl/pkg/cmd"
	"k8s.io/kubectl/pkg/cmd/util"
)

// kubectl prints its errors itself and reads its verbosity before its flags.
func main() {
	_, _ = logs.GlogSetter(kubectl.GetLogVerbosity(os.Args))
	if err := cli.RunNoErrOutput(kubectl.NewDefaultKubectlCommand()); err != nil {
		util.CheckErr(err)
	}
}
