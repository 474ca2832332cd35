import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { locateEngine } from '../../local/engine/location.ts';

/** Describes the machine of the measurement in one line. */
export function describeMachine(): string {
  const cores = cpus();
  return `${cores.length} cores (${cores[0]?.model.trim()}), node ${process.version}, ${process.platform}, engine: ${describeEngine()}`;
}

function describeEngine(): string {
  const engine = locateEngine();
  if (engine.kind === 'endpoint') return engine.url;
  return `${execFileSync(engine.path, ['--version'], { encoding: 'utf8' }).trim()}, in memory`;
}
