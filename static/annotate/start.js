// The workbench. With scripts off its forms and links do the same, a page at a time.
import { all } from '../page.js';
import './bench.js';
import './adder.js';
import './keyboard.js';
import './queue.js';

for (const told of all('[data-script]')) told.hidden = false;
