/**
 * The runner, file by file: Python that ships with every run, bundled as text. The list
 * is by hand, for neither bundler nor tests then need a convention; a test compares it
 * with the folder.
 */
import entry from '../runner/__main__.py?raw';
import inertFile from '../runner/in_run/jupyterlab_kubeflow/inert.py?raw';
import standInFile from '../runner/in_run/jupyterlab_kubeflow/__init__.py?raw';
import inputsPackageFile from '../runner/jkf_inputs/__init__.py?raw';
import inputsAwsFile from '../runner/jkf_inputs/aws.py?raw';
import inputsFaultsFile from '../runner/jkf_inputs/faults.py?raw';
import inputsGcsFile from '../runner/jkf_inputs/gcs.py?raw';
import inputsGoogleFile from '../runner/jkf_inputs/google.py?raw';
import inputsLinkFile from '../runner/jkf_inputs/link.py?raw';
import inputsMainFile from '../runner/jkf_inputs/main.py?raw';
import inputsRsaFile from '../runner/jkf_inputs/rsa.py?raw';
import inputsS3File from '../runner/jkf_inputs/s3.py?raw';
import inputsSigv4File from '../runner/jkf_inputs/sigv4.py?raw';
import inputsSourceFile from '../runner/jkf_inputs/source.py?raw';
import inputsStoreFile from '../runner/jkf_inputs/store.py?raw';
import inputsWebFile from '../runner/jkf_inputs/web.py?raw';
import packageFile from '../runner/jkf_runner/__init__.py?raw';
import asyncsFile from '../runner/jkf_runner/asyncs.py?raw';
import cellsFile from '../runner/jkf_runner/cells.py?raw';
import eventsFile from '../runner/jkf_runner/events.py?raw';
import executedFile from '../runner/jkf_runner/executed.py?raw';
import expandFile from '../runner/jkf_runner/expand.py?raw';
import figuresFile from '../runner/jkf_runner/figures.py?raw';
import followFile from '../runner/jkf_runner/follow.py?raw';
import injectionFile from '../runner/jkf_runner/injection.py?raw';
import kernelOutputFile from '../runner/jkf_runner/kernel_output.py?raw';
import magicsFile from '../runner/jkf_runner/magics.py?raw';
import mainFile from '../runner/jkf_runner/main.py?raw';
import memoryFile from '../runner/jkf_runner/memory.py?raw';
import meterFile from '../runner/jkf_runner/meter.py?raw';
import metricsFile from '../runner/jkf_runner/metrics.py?raw';
import outputFile from '../runner/jkf_runner/output.py?raw';
import ownKernelFile from '../runner/jkf_runner/own_kernel.py?raw';
import podFile from '../runner/jkf_runner/pod.py?raw';
import programFile from '../runner/jkf_runner/program.py?raw';
import resultsFile from '../runner/jkf_runner/results.py?raw';
import runfileFile from '../runner/jkf_runner/runfile.py?raw';
import scriptsFile from '../runner/jkf_runner/scripts.py?raw';
import sessionFile from '../runner/jkf_runner/session.py?raw';
import shellFile from '../runner/jkf_runner/shell.py?raw';
import spaceFile from '../runner/jkf_runner/space.py?raw';
import specFile from '../runner/jkf_runner/spec.py?raw';
import streamingFile from '../runner/jkf_runner/streaming.py?raw';
import textsFile from '../runner/jkf_runner/texts.py?raw';
import tracebacksFile from '../runner/jkf_runner/tracebacks.py?raw';
import unpackFile from '../runner/jkf_runner/unpack.py?raw';
import usageFile from '../runner/jkf_runner/usage.py?raw';
import valuesFile from '../runner/jkf_runner/values.py?raw';

/** Path below `.jkf/runner/` → text. */
export const RUNNER_FILES: Readonly<Record<string, string>> = {
  '__main__.py': entry,
  'in_run/jupyterlab_kubeflow/__init__.py': standInFile,
  'in_run/jupyterlab_kubeflow/inert.py': inertFile,
  'jkf_inputs/__init__.py': inputsPackageFile,
  'jkf_inputs/aws.py': inputsAwsFile,
  'jkf_inputs/faults.py': inputsFaultsFile,
  'jkf_inputs/gcs.py': inputsGcsFile,
  'jkf_inputs/google.py': inputsGoogleFile,
  'jkf_inputs/link.py': inputsLinkFile,
  'jkf_inputs/main.py': inputsMainFile,
  'jkf_inputs/rsa.py': inputsRsaFile,
  'jkf_inputs/s3.py': inputsS3File,
  'jkf_inputs/sigv4.py': inputsSigv4File,
  'jkf_inputs/source.py': inputsSourceFile,
  'jkf_inputs/store.py': inputsStoreFile,
  'jkf_inputs/web.py': inputsWebFile,
  'jkf_runner/__init__.py': packageFile,
  'jkf_runner/asyncs.py': asyncsFile,
  'jkf_runner/cells.py': cellsFile,
  'jkf_runner/events.py': eventsFile,
  'jkf_runner/executed.py': executedFile,
  'jkf_runner/expand.py': expandFile,
  'jkf_runner/figures.py': figuresFile,
  'jkf_runner/follow.py': followFile,
  'jkf_runner/injection.py': injectionFile,
  'jkf_runner/kernel_output.py': kernelOutputFile,
  'jkf_runner/magics.py': magicsFile,
  'jkf_runner/main.py': mainFile,
  'jkf_runner/memory.py': memoryFile,
  'jkf_runner/meter.py': meterFile,
  'jkf_runner/metrics.py': metricsFile,
  'jkf_runner/output.py': outputFile,
  'jkf_runner/own_kernel.py': ownKernelFile,
  'jkf_runner/pod.py': podFile,
  'jkf_runner/program.py': programFile,
  'jkf_runner/results.py': resultsFile,
  'jkf_runner/runfile.py': runfileFile,
  'jkf_runner/scripts.py': scriptsFile,
  'jkf_runner/session.py': sessionFile,
  'jkf_runner/shell.py': shellFile,
  'jkf_runner/space.py': spaceFile,
  'jkf_runner/spec.py': specFile,
  'jkf_runner/streaming.py': streamingFile,
  'jkf_runner/texts.py': textsFile,
  'jkf_runner/tracebacks.py': tracebacksFile,
  'jkf_runner/unpack.py': unpackFile,
  'jkf_runner/usage.py': usageFile,
  'jkf_runner/values.py': valuesFile
};
