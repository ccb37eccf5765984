/** Code, parameters, files, packages and checks: a line each, the whole when opened. */
import type { Plan, PlanAnswer } from '@jupyterlab-kubeflow/protocol';
import { CellList } from '../../ui/cell-list.js';
import { CheckList } from '../../ui/check-list.js';
import { CheckSummary } from '../../ui/check-summary.js';
import { FileList } from '../../ui/file-list.js';
import { switchFile } from '../../ui/files.js';
import { ParameterField } from '../../ui/parameter-field.js';
import {
  codeSummary,
  countChecks,
  filesSummary,
  ownFiles,
  parametersSummary
} from '../../ui/plan-texts.js';
import { Disclosure } from '../../ui/row.js';
import { useTrans } from '../../ui/trans.js';
import { Inputs } from './inputs.js';
import type { PlanPartProps } from './options.js';
import { Packages } from './packages.js';

export interface PlanListsProps extends PlanPartProps {
  readonly answer: PlanAnswer;
  readonly checksOpen: boolean;
  readonly onChecks: (open: boolean) => void;
}

type SectionProps = PlanListsProps & { readonly made: Plan };

export function PlanLists(props: PlanListsProps): React.JSX.Element {
  const made = props.answer.plan;
  return (
    <div className="jp-kf-sections">
      <Code {...props} made={made} />
      <Parameters {...props} made={made} />
      <Files {...props} made={made} />
      <Inputs {...props} />
      <Packages {...props} />
      <Checks {...props} made={made} />
    </div>
  );
}

function Code({ made, goTo }: SectionProps): React.JSX.Element {
  const trans = useTrans();
  return (
    <Disclosure label={trans.__('Code')} summary={codeSummary(trans, made)}>
      <CellList
        cells={made.cells}
        goTo={(cell, line) => {
          goTo({ cell: cell.number, ...(line === undefined ? {} : { line }) });
        }}
      />
    </Disclosure>
  );
}

function Parameters({ made, plan }: SectionProps): React.JSX.Element {
  const trans = useTrans();
  const { parameters } = plan.state.settings;
  return (
    <Disclosure
      label={trans.__('Parameters')}
      summary={parametersSummary(trans, made, parameters)}
    >
      {made.parameters.length === 0 && (
        <p className="jp-kf-quiet">
          {trans.__(
            'Tag a cell “parameters”: the values it assigns can be changed here.'
          )}
        </p>
      )}
      {made.parameters.map(parameter => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          chosen={parameters}
          onChange={chosen => {
            plan.update({ parameters: chosen });
          }}
        />
      ))}
    </Disclosure>
  );
}

function Files({ made, plan }: SectionProps): React.JSX.Element {
  const trans = useTrans();
  return (
    <Disclosure label={trans.__('Files')} summary={filesSummary(trans, made)}>
      <FileList
        files={ownFiles(made)}
        onSwitch={(path, on) => {
          plan.update(switchFile(plan.state.settings, path, on));
        }}
      />
    </Disclosure>
  );
}

function Checks(props: SectionProps): React.JSX.Element {
  const { made, goTo, checksOpen, onChecks } = props;
  const trans = useTrans();
  return (
    <Disclosure
      label={trans.__('Checks')}
      summary={<CheckSummary counts={countChecks(made)} />}
      open={checksOpen}
      onToggle={onChecks}
    >
      <CheckList checks={made.checks} goTo={goTo} />
    </Disclosure>
  );
}
