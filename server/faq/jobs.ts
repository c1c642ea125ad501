import { defineJob } from '../platform/jobs.ts'

/** On the schedule: what was searched for is kept for 180 days. */
export const forgetSearches = defineJob<object>('forget_searches')
