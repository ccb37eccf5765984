/** Asks what the image of a plan lacks, as long as that is being found out. */
import {
  PLAN_ROUTES,
  type PackagesAnswer,
  type PlanAnswer,
  type Problem
} from '@jupyterlab-kubeflow/protocol';
import { useEffect, useRef, useState } from 'react';
import type { PlanPartProps } from './options.js';

export interface PlanPackages {
  readonly answer: PackagesAnswer;
  /** Looks into the image wherever it is. */
  readonly look: () => void;
}

const NOTHING: PackagesAnswer = { state: 'none' };

/** For the plan that is shown; a newer plan is asked about anew. */
export function usePackages(
  { plan, visible }: Pick<PlanPartProps, 'plan' | 'visible'>,
  shown: PlanAnswer
): PlanPackages {
  const [answer, setAnswer] = useState<PackagesAnswer>(NOTHING);
  const [wished, setWished] = useState(false);
  const refreshed = useRef<PlanAnswer | undefined>(undefined);
  const adds = shown.plan.cluster?.packages?.kind === 'add';
  useEffect(() => {
    if (!adds || !visible) return undefined;
    let isOver = false;
    const follow = async (): Promise<void> => {
      for (let next = await asked(plan, wished); !isOver;) {
        setAnswer(next);
        if (next.state !== 'looking') {
          tell(next);
          return;
        }
        next = await asked(plan, wished);
      }
    };
    /** The plan's checks were made before this was known. */
    const tell = (found: PackagesAnswer): void => {
      const isNews = found.state !== 'unasked' && !shown.plan.checks.some(isDecided);
      if (!isNews || refreshed.current === shown) return;
      refreshed.current = shown;
      plan.refresh();
    };
    void follow();
    return () => {
      isOver = true;
    };
  }, [adds, plan, shown, visible, wished]);
  return {
    answer: adds ? answer : NOTHING,
    look: () => {
      setWished(true);
    }
  };
}

/** Whether the check of packages was made by what was found. */
function isDecided({ name, outcome }: PlanAnswer['plan']['checks'][number]): boolean {
  return name === 'packages' && (outcome === 'ok' || outcome === 'failed');
}

async function asked(
  plan: PlanPartProps['plan'],
  look: boolean
): Promise<PackagesAnswer> {
  try {
    const more = look ? { look } : {};
    return (await plan.ask(PLAN_ROUTES.packages, more)) as PackagesAnswer;
  } catch (error) {
    const { problem } = error as { problem?: Problem };
    return problem ? { state: 'failed', problem } : { state: 'unasked' };
  }
}
