/** The plan as it was, and everything one may want to copy. */
import { bytesText, type Plan, type RunDetail } from '@jupyterlab-kubeflow/protocol';
import type { TranslationBundle } from '@jupyterlab/translation';
import { useState } from 'react';
import { CellList } from '../../../ui/cell-list.js';
import { CheckList } from '../../../ui/check-list.js';
import { Choices } from '../../../ui/choices.js';
import { CopiedText } from '../../../ui/copied-text.js';
import { messageText } from '../../../ui/messages.js';
import { PackageList } from '../../../ui/package-list.js';
import {
  codeSummary,
  filesSummary,
  ownFiles,
  packagesSummary
} from '../../../ui/plan-texts.js';
import { Disclosure } from '../../../ui/row.js';
import { useTrans } from '../../../ui/trans.js';
import { yamlText } from '../../../ui/yaml.js';
import { useRunView, type RunProps } from '../context.js';
import { repeatingCommand } from './command.js';
import { Facts } from './facts.js';
import { Lineage } from './lineage.js';

export default function DetailsTab({ run }: RunProps): React.JSX.Element {
  const trans = useTrans();
  const { session } = useRunView();
  const { detail } = session;
  if (!detail) return <p className="jp-kf-quiet">{trans.__('Loading …')}</p>;
  const { plan } = detail;
  return (
    <div className="jp-kf-details">
      <Facts run={run} plan={plan} />
      <Lineage run={run} />
      {plan && (
        <section>
          <h2>{trans.__('The plan as it was')}</h2>
          <PlanParts plan={plan} />
        </section>
      )}
      <AsText detail={detail} />
    </div>
  );
}

function PlanParts({ plan }: { readonly plan: Plan }): React.JSX.Element {
  const trans = useTrans();
  const { actions } = useRunView();
  return (
    <>
      <Disclosure label={trans.__('Code')} summary={codeSummary(trans, plan)}>
        <CellList
          cells={plan.cells}
          goTo={(cell, line) => {
            actions.openCell({ cell: cell.number, ...(line ? { line } : {}) });
          }}
        />
      </Disclosure>
      <Disclosure label={trans.__('Files')} summary={filesSummary(trans, plan)}>
        <ShippedFiles plan={plan} />
      </Disclosure>
      <Disclosure label={trans.__('Packages')} summary={packagesSummary(trans, plan)}>
        <PackageList requirements={plan.bundle.requirements} />
      </Disclosure>
      <Disclosure label={trans.__('Checks')} summary={String(plan.checks.length)}>
        <CheckList checks={plan.checks} goTo={actions.openCell} />
      </Disclosure>
    </>
  );
}

function ShippedFiles({ plan }: { readonly plan: Plan }): React.JSX.Element {
  const trans = useTrans();
  const own = new Set(ownFiles(plan));
  const files = plan.bundle.files.filter(file => file.included || own.has(file));
  return (
    <ul className="jp-kf-shipped">
      {files.map(file => (
        <li key={file.path}>
          <code>{file.path}</code>{' '}
          {file.included ? bytesText(file.size) : trans.__('left out')}{' '}
          <span className="jp-kf-quiet-line">{messageText(trans, file.reason)}</span>
        </li>
      ))}
    </ul>
  );
}

interface TextView {
  readonly label: string;
  readonly text: () => string;
}

function viewsOf(trans: TranslationBundle, detail: RunDetail): readonly TextView[] {
  const { run, plan } = detail;
  const ofPlan = plan && [
    { label: trans.__('Command'), text: () => repeatingCommand(run, plan) },
    { label: trans.__('YAML'), text: () => yamlText(plan) }
  ];
  return [
    ...(ofPlan ?? []),
    { label: trans.__('JSON'), text: () => JSON.stringify(detail, undefined, 2) }
  ];
}

function AsText({ detail }: { readonly detail: RunDetail }): React.JSX.Element {
  const trans = useTrans();
  const { options } = useRunView();
  const views = viewsOf(trans, detail);
  const [index, setIndex] = useState(0);
  const shown = views[index];
  return (
    <section>
      <h2>{trans.__('As text')}</h2>
      <Choices
        choices={views.map(({ label }, value) => ({ label, value }))}
        current={index}
        label={trans.__('As text')}
        onChange={setIndex}
      />
      {shown && (
        <CopiedText text={shown.text()} label={shown.label} copy={options.copy} />
      )}
    </section>
  );
}
