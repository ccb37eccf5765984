/**
 * What a shell does in the pod of a build by BuildKit: POSIX, and no more programs than
 * BuildKit's own image has. It ends at once when it is asked to, and leaves the digest of
 * what it has pushed as the container's last word, which is told by the pod's status:
 * whoever reads it needs no log.
 */
import {
  ADDRESS_KEY,
  CONTEXT_KEY,
  DAEMON_KEY,
  EXITS,
  SECRET_FOLDER,
  SETTINGS_FOLDER,
  SOCKET,
  STORE_FOLDER,
  WORK_FOLDER
} from './layout.js';

/** Tries, five a second, for a daemon to answer. */
const TRIES = 300;

const DAEMON = `
buildkitd --addr '${SOCKET}' --root '${STORE_FOLDER}' \\
  --config '${SETTINGS_FOLDER}/${DAEMON_KEY}' > '${WORK_FOLDER}/daemon.log' 2>&1 &
daemon=$!
tries=0
until client debug workers > '${WORK_FOLDER}/workers.log' 2>&1; do
  tries=$((tries + 1))
  if ! kill -0 "$daemon" 2> /dev/null || [ "$tries" -gt ${String(TRIES)} ]; then
    tail -n 20 '${WORK_FOLDER}/daemon.log' >&2
    exit ${String(EXITS.daemon)}
  fi
  sleep 0.2
done`;

const REMOTE = `
tries=0
until client debug workers > '${WORK_FOLDER}/workers.log' 2>&1; do
  tries=$((tries + 1))
  if [ "$tries" -gt 20 ]; then
    tail -n 5 '${WORK_FOLDER}/workers.log' >&2
    exit ${String(EXITS.daemon)}
  fi
  sleep 1
done`;

const BUILD = `
context='${WORK_FOLDER}/context'
mkdir -p "$context"
archive='${SETTINGS_FOLDER}/${CONTEXT_KEY}'
if [ -f '${SECRET_FOLDER}/${ADDRESS_KEY}' ]; then
  archive='${WORK_FOLDER}/${CONTEXT_KEY}'
  address=$(cat '${SECRET_FOLDER}/${ADDRESS_KEY}')
  tries=0
  # Without a limit of time: Debian's busybox crashes with one, and the Job has one.
  until rm -f "$archive" && wget -O "$archive" "$address" 2> '${WORK_FOLDER}/wget.log'; do
    tries=$((tries + 1))
    if [ "$tries" -gt 4 ]; then
      echo "error: $(tail -n 1 '${WORK_FOLDER}/wget.log')" >&2
      exit ${String(EXITS.context)}
    fi
    sleep "$tries"
  done
fi
tar -xzf "$archive" -C "$context" || exit ${String(EXITS.context)}
client "$@" --local context="$context" --local dockerfile="$context" \\
  --metadata-file '${WORK_FOLDER}/metadata.json' &
build=$!
wait "$build"
sed -n 's/.*"containerimage.digest": *"\\([^"]*\\)".*/\\1/p' \\
  '${WORK_FOLDER}/metadata.json' > /dev/termination-log
`;

/** @param daemon - whether the pod has one of its own */
export function buildScript(daemon: boolean): string {
  return [
    'set -eu',
    // A shell hears a signal when what it waits for is not in its foreground.
    'client() { buildctl ${JKF_TLS:+--tlsdir "$JKF_TLS"} "$@"; }',
    "trap 'kill ${build:-} ${daemon:-} 2> /dev/null; exit 143' TERM INT",
    (daemon ? DAEMON : REMOTE).trim(),
    BUILD.trim()
  ].join('\n');
}
