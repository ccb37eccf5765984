module jupyterlab-kubeflow/dev/engines/pause

go 1.26.0
