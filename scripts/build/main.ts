/** `npm run build`: everything that runs, whatever was built before. */
import { build } from './ensure-built.ts';

build();
