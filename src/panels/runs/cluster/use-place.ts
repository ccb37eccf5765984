/** What is asked about places while a plan is on the screen. */
import type {
  ClusterChoices,
  ClusterRef,
  NamespacesAnswer,
  TargetsAnswer
} from '@jupyterlab-kubeflow/protocol';
import { CLUSTER_ROUTES } from '@jupyterlab-kubeflow/protocol';
import { useEffect, useState } from 'react';
import type { IRuns } from '../../../tokens.js';

interface Answer {
  readonly route: string;
  readonly value: unknown;
}

/** The answer of a route; `undefined` before it has come, and when it does not come. */
function useAnswer(runs: IRuns, route: string): unknown {
  const [answer, setAnswer] = useState<Answer>();
  const live = runs.connection.kind === 'live';
  useEffect(() => {
    if (!live) return undefined;
    let wanted = true;
    runs.ask(route).then(
      value => {
        if (wanted) setAnswer({ route, value });
      },
      // The plan's checks say what is wrong with a place.
      () => undefined
    );
    return () => {
      wanted = false;
    };
  }, [runs, route, live]);
  return answer?.route === route ? answer.value : undefined;
}

export function useTargets(runs: IRuns): TargetsAnswer | undefined {
  return useAnswer(runs, CLUSTER_ROUTES.targets) as TargetsAnswer | undefined;
}

export function useNamespaces(
  runs: IRuns,
  { context }: ClusterRef
): readonly string[] | undefined {
  const route = CLUSTER_ROUTES.namespaces(context);
  return (useAnswer(runs, route) as NamespacesAnswer | undefined)?.namespaces;
}

export function useChoices(
  runs: IRuns,
  { context, namespace }: ClusterRef
): ClusterChoices | undefined {
  const route = CLUSTER_ROUTES.choices(context, namespace);
  return useAnswer(runs, route) as ClusterChoices | undefined;
}
