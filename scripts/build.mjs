// npm run build: everything, unless nothing has changed since the last build
import { build } from './prepare.mjs';

build();
