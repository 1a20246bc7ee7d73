/** Writes the table of attack classes into SECURITY.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { securityPage, withTable } from './table.ts';

writeFileSync(securityPage, withTable(readFileSync(securityPage, 'utf8')));
