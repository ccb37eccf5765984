/** When the gateway cannot be reached: what happened, what is tried, what one can do. */
import { Button } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import { CommandIDs, type Connection, type IRuns } from '../../tokens.js';
import { Note } from '../../ui/note.js';
import { useTrans } from '../../ui/trans.js';
import { useNow } from './hooks.js';

const SECOND = 1000;

export function ConnectionNote(props: {
  readonly runs: IRuns;
  readonly commands: CommandRegistry;
}): React.JSX.Element | null {
  const { connection } = props.runs;
  const trans = useTrans();
  if (connection.kind === 'lost') return <Lost {...props} connection={connection} />;
  if (connection.kind !== 'outdated') return null;
  return (
    <Note problem={connection.problem}>
      <Button
        small
        onClick={() => {
          window.location.reload();
        }}
      >
        {trans.__('Reload this page')}
      </Button>
    </Note>
  );
}

function Lost(props: {
  readonly runs: IRuns;
  readonly commands: CommandRegistry;
  readonly connection: Connection & { readonly kind: 'lost' };
}): React.JSX.Element {
  const { connection, runs, commands } = props;
  const trans = useTrans();
  const seconds = Math.ceil((connection.retryAt - useNow(SECOND)) / SECOND);
  const execute = (id: string) => () => {
    void commands.execute(id);
  };
  return (
    <Note problem={connection.problem}>
      <Button small onClick={execute(CommandIDs.restartGateway)}>
        {trans.__('Restart')}
      </Button>
      <Button small onClick={execute(CommandIDs.showGatewayLog)}>
        {trans.__('Show log')}
      </Button>
      <Button
        small
        onClick={() => {
          runs.reconnect();
        }}
      >
        {seconds > 0 ? trans.__('Try now (%1 s)', seconds) : trans.__('Trying …')}
      </Button>
    </Note>
  );
}
