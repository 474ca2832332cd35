import pMap from 'p-map';
import { type Charge, isDebt } from '../../domain/charges/charges.ts';
import { owedLists } from '../keys.ts';
import { across } from '../table/list-across.ts';
import { readRecord } from '../table/versioned.ts';

/** Loads the outstanding charges of all accounts. One eventually consistent index Query per shard and started MB. */
export async function loadDebts(): Promise<Charge[]> {
  const found = await pMap(owedLists(), debtsIn, { concurrency: 8 });
  return found.flat();
}

async function debtsIn(list: string): Promise<Charge[]> {
  const debts: Charge[] = [];
  for await (const item of across(list)) {
    const charge = readRecord<Charge>(item).value;
    if (isDebt(charge)) debts.push(charge);
  }
  return debts;
}
