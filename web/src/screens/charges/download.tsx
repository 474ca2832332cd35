import { useTranslation } from 'react-i18next';
import { useAccount, useApp } from '../../app/context.ts';
import { CsvFile } from '../../components/csv-file.tsx';
import { Fault } from '../../components/fault.tsx';
import { chargesAsCsv, type Shown } from './queries.ts';

/** The charges as a file for a spreadsheet. */
export function Download({ shown }: { readonly shown: Shown }) {
  const { t } = useTranslation();
  const { api } = useApp();
  const account = useAccount();
  return (
    <CsvFile
      className="download"
      fileName={`charges-${account}.csv`}
      read={() => chargesAsCsv(api, account, shown)}
      words={t('charges.csv', { returnObjects: true })}
    >
      {(fault) => <Fault fault={fault} />}
    </CsvFile>
  );
}
