import { measurePlacement } from './placement.mjs';
const rows={6:{ name: 'r6', nodes: 1e4, services: 100, tasks: 1e4, isConstrained: true, repeats: 20 },7:{name:'r7',nodes:1e4,services:10,tasks:1e5,repeats:8},2:{name:'r2',nodes:1e3,services:0,tasks:1e5,repeats:8},3:{name:'r3',nodes:1e5,services:0,tasks:1e3,repeats:8}};
console.log(measurePlacement(rows[process.argv[2]]));
