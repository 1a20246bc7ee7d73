import { join } from 'node:path';
import { runShell } from './run-shell.ts';
import { builtPage } from './window/app-protocol.ts';

runShell({ page: builtPage(join(import.meta.dirname, '../renderer')) });
