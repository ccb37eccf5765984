/** Quantities as people read them. */
export { bytesText } from '@jupyterlab-kubeflow/protocol';
