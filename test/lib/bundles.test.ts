import { readFileSync } from 'node:fs';
import * as prefixes from '../../functions/store/key-prefixes.ts';
import { BillingFunction } from '../../lib/function.ts';
import {
  type AuditAction,
  type List,
  listKeys,
  type Partition,
  partitionKeys,
  type TableAction,
  tableRights,
} from '../../lib/rights.ts';
import { type Bundle, bundlesOf, readableBundles } from './bundle.ts';
import { appOf } from './system.ts';

const files = appOf({ mailSender: 'billing@example.org' })
  .app.node.findAll()
  .filter((one) => one instanceof BillingFunction)
  .map(({ file }) => file)
  .sort();

let bundles: ReadonlyMap<string, Bundle>;
/** Their code, as it is before names are shortened. */
let readable: ReadonlyMap<string, string>;
const bundleNamed = (file: string): Bundle => {
  const bundle = bundles.get(file);
  if (bundle === undefined) throw new Error(`${file} was not bundled.`);
  return bundle;
};

beforeAll(async () => {
  bundles = await bundlesOf(files);
  readable = await readableBundles(files);
});

/** What users wait for most often: kilobytes of a thousand. */
const HOT = ['api/quotas', 'api/slots', 'api/ingest'];
const HOT_LIMIT = 350_000;

const has = (file: string, path: RegExp): boolean =>
  bundleNamed(file).inputs.some((input) => path.test(input.path));

describe('the bundles', () => {
  it('are listed, each with its five heaviest inputs', () => {
    const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(0)} KB`;
    const lines = files.map((file) => {
      const { bytes, inputs } = bundleNamed(file);
      const heaviest = packagesIn(inputs).slice(0, 5);
      return `${file.padEnd(20)} ${kilobytes(bytes).padStart(8)}  ${heaviest
        .map(([name, weight]) => `${name} ${kilobytes(weight)}`)
        .join(', ')}`;
    });
    process.stdout.write(`${lines.join('\n')}\n`);
    expect(lines).toHaveLength(files.length);
  });

  it.each(HOT)('of %s, which is hot, is at most 350 KB', (file) => {
    expect(bundleNamed(file).bytes).toBeLessThanOrEqual(HOT_LIMIT);
  });

  it('hold nothing that cannot be of use in Lambda', () => {
    const useless =
      /credential-provider-(node|sso|ini|login|process|web-identity)|nested-clients|\bmnemonist\b|powertools/;
    expect(files.filter((file) => has(file, useless))).toEqual([]);
    // It puts messages on a queue, and asks the table nothing.
    expect(has('api/ingest', /client-dynamodb/)).toBe(false);
    expect(has('api/reference', /@aws-sdk/)).toBe(false);
  });
});

describe('the rights in the table', () => {
  it('are given to the functions that know it, and to no other', () => {
    const known = files.filter((file) => has(file, /^functions\/store\/table\/client\.ts$/));
    expect(Object.keys(tableRights).sort()).toEqual(known);
  });

  it.each(Object.keys(tableRights))('of %s are what its bundle makes use of', (file) => {
    const rights = tableRights[file] ?? { actions: [], partitions: [] };
    const { actions, partitions, lists = [], audit = [] } = rights;
    expect({
      actions: [...actions].sort(),
      partitions: [...partitions].sort(),
      lists: [...lists].sort(),
      audit: [...audit].sort(),
    }).toEqual({
      actions: actionsIn(file).sort(),
      partitions: partitionsIn(file).sort(),
      lists: listsIn(file).sort(),
      audit: auditIn(file).sort(),
    });
  });
});

/** The same inputs by package, and our own by folder. */
function packagesIn(inputs: Bundle['inputs']): [string, number][] {
  const sums = new Map<string, number>();
  for (const { path, bytes } of inputs) {
    const name =
      /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path.split('/').slice(0, 2).join('/');
    sums.set(name, (sums.get(name) ?? 0) + bytes);
  }
  return [...sums].sort(([, a], [, b]) => b - a);
}

/** A command in a bundle is one that its code can send; queries are sent by pages, and so named by their source. */
function actionsIn(file: string): TableAction[] {
  const commands = (['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'] as const).filter((name) =>
    has(file, new RegExp(`client-dynamodb/dist-es/commands/${name}Command`)),
  );
  const actions = new Set<TableAction>(commands);
  // Sent for the audit log alone, whose rights are others.
  const puts = [...(readable.get(file) ?? '').matchAll(/\bnew PutCommand\d*\(/g)].length;
  if (auditIn(file).length > 0 && APPENDING.test(readable.get(file) ?? '') && puts === 1)
    actions.delete('PutItem');
  const stores = bundleNamed(file).inputs.filter(({ path }) => path.startsWith('functions/store/'));
  const says = (pattern: RegExp) =>
    stores.some(({ path }) => !path.endsWith('/due.ts') && pattern.test(readFileSync(path, 'utf8')));
  if (says(/\bpaginateQuery\b|\bQueryCommand\b/)) actions.add('Query');
  // Every transaction could take items away: which of them does, is to be read where names have stayed.
  if (/\bDelete: \{ TableName,|\btransaction\d*\.delete\(/.test(readable.get(file) ?? ''))
    actions.add('DeleteItem');
  if (has(file, /^functions\/store\/table\/transaction\.ts$/))
    for (const action of ['PutItem', 'UpdateItem', 'ConditionCheckItem'] as const) actions.add(action);
  return [...actions];
}

const APPENDING = /\bfunction appendAudit\d*\(/;

/** What is done with the audit log: lines are added by a transaction or alone, and read for administrators. */
function auditIn(file: string): AuditAction[] {
  const code = readable.get(file) ?? '';
  const appends = /\bfunction addAudit\d*\(/.test(code) || APPENDING.test(code);
  return [
    ...(appends ? (['PutItem'] as const) : []),
    ...(/\bfunction listAuditOf\d*\(/.test(code) ? (['Query'] as const) : []),
  ];
}

/** Partition keys that the bundle can build, by the names of their prefixes, and those that come to it from the due index. */
function partitionsIn(file: string): Partition[] {
  const code = readable.get(file) ?? '';
  return (Object.keys(partitionKeys) as Partition[]).filter((partition) => {
    const key = partitionKeys[partition];
    const isPrefix = key.endsWith('*');
    const name = prefixNamed(isPrefix ? key.slice(0, -1) : key);
    const isBuilt = new RegExp(isPrefix ? `\\$\\{${name}\\d*\\}\\$\\{` : `\\bpk: ${name}\\d*\\b`).test(code);
    return isBuilt || fromDueIndex[file] === partition;
  });
}

/** The constant of a partition's prefix, or of its whole key. */
function prefixNamed(value: string): string {
  const names = Object.entries(prefixes).filter(([name, its]) => name.endsWith('_PK') && its === value);
  const [name] = names[0] ?? [];
  if (name === undefined || names.length > 1)
    throw new Error(`${value} is ${names.length} prefixes of partitions.`);
  return name;
}

/** The partitions of payment events and of deliveries that are due. */
const fromDueIndex: Readonly<Record<string, Partition>> = {
  'workers/due': 'paymentEvents',
  'workers/scheduler': 'accounts',
};

/** The functions of the store that read each list, by their names: bundling leaves out those that nothing calls. */
const readersOfLists: Readonly<Record<List, RegExp>> = {
  dueTasks: /\bfunction (?:hasDue|dueIn)\d*\(/,
  deliveries: /\bfunction enqueueDueDeliveries\d*\(/,
  charges: /\bfunction listCharges\d*\(/,
  debtors: /\bfunction listDebtors\d*\(/,
  audit: /\bfunction listAudit\d*\(/,
  notifications: /\bfunction listNotifications\d*\(/,
  themes: /\bfunction listThemes\d*\(/,
  submissions: /\bfunction listVersions\d*\(/,
};

const listsIn = (file: string): List[] =>
  (Object.keys(listKeys) as List[]).filter((list) => readersOfLists[list].test(readable.get(file) ?? ''));
