/** Runs before every test file. */
import fc from 'fast-check';
import { chooseSeed } from './choose-seed.ts';

const seed = chooseSeed(process.env['TEST_SEED']);
fc.configureGlobal({ ...fc.readConfigureGlobal(), ...(seed !== undefined && { seed }) });
