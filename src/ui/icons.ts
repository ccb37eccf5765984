/** Our own icons; the rest are JupyterLab's. */
import { LabIcon } from '@jupyterlab/ui-components';
import runs from '../../style/icons/runs.svg';

export const runsIcon = new LabIcon({ name: 'jupyterlab-kubeflow:runs', svgstr: runs });
