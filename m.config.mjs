import widget from '/tmp/look/widget/rollup.mjs'
const c = widget[0]
c.plugins.push({name:'m',generateBundle(_,b){for(const f of Object.values(b)){ if(f.name!=='panel'&&f.name!=='files')continue; console.log(f.fileName); for(const [k,m] of Object.entries(f.modules).sort((a,b)=>b[1].renderedLength-a[1].renderedLength).slice(0,60)) console.log(m.renderedLength,k.replace('/tmp/look/','').replace('/work/main/',''))}}})
c.output.dir='/tmp/lookm'
export default c
