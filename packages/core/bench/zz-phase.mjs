import { performance } from 'node:perf_hooks';
import { createScheduler, Kernel, Store } from '@swarmsim/core/parts';
import { decideGroup } from '../dist/scheduler/decide-group.js';
const [M,S,N,C]=process.argv.slice(2).map(Number);
let tg=0; const dg=(g,s)=>{const t=performance.now();const r=decideGroup(g,s);tg+=performance.now()-t;return r};
for(let run=0;run<10;run++){
const kernel=new Kernel({seed:run+1});const store=new Store(kernel);
store.update(tx=>{for(let i=0;i<M;i++)tx.create('node',{id:'node-'+i,spec:{role:'worker',availability:'active',labels:{zone:i%2?'a':'b'}},description:{hostname:'n',resources:{nanoCpus:64e9,memoryBytes:2**38},engine:{}},status:{state:'ready',message:'',addr:''},role:'worker'})});
createScheduler(kernel,store,{deciders:{decideGroup:dg}});while(kernel.step());
const spec=C?{runtime:{kind:'container',image:'x'},resources:{reservations:{nanoCpus:1e7,memoryBytes:2**20}},placement:{constraints:['node.labels.zone==a']}}:{runtime:{kind:'container',image:'x'}};
let w=N;store.onCommit(c=>{for(const ch of c.changes)if(ch.action==='update')w--;});
let t=performance.now();
store.update(tx=>{for(let s=0;s<S;s++)tx.create('service',{id:'s'+s,spec:{name:'s'+s,task:spec,mode:{kind:'replicated',replicas:1}},specVersion:0});for(let i=0;i<N;i++)tx.create('task',{id:'task-'+i,spec,...(S?{specVersion:0}:{}),serviceId:S?'s'+(i%S):'',serviceName:'',slot:1+(i/S|0),nodeId:'',incarnation:0,status:{state:'pending',at:0,message:'',err:''},desiredState:'running'})});
const c=performance.now()-t; tg=0;
const times=[];
while(w>0){t=performance.now();kernel.step();times.push(+(performance.now()-t).toFixed(1));}
t=performance.now();while(kernel.step());
console.log('create',c.toFixed(1),'steps',times.join(' '),'groups',tg.toFixed(1),'echo',(performance.now()-t).toFixed(1));
}
