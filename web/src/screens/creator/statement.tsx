import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { CsvFile } from '../../components/csv-file.tsx';
import { Fault } from '../../components/fault.tsx';
import { statementOf } from './earning-queries.ts';

/** All lines as a file for a spreadsheet. */
export function Statement() {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  return (
    <CsvFile
      fileName={`earnings-${account}.csv`}
      read={() => statementOf(api, account)}
      words={t('earnings.csv', { returnObjects: true })}
    >
      {(fault) => <Fault fault={fault} />}
    </CsvFile>
  );
}
