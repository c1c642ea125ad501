import sdk from './sdk/rollup.mjs'
import agents from './server/console/rollup.mjs'
import server from './server/rollup.mjs'
import widget from './widget/rollup.mjs'

export default [...widget, ...agents, server, sdk]
