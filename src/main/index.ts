import { join } from 'node:path';
import { builtPage } from './app-protocol.ts';
import { runShell } from './run-shell.ts';

runShell({ page: builtPage(join(import.meta.dirname, '../renderer')) });
