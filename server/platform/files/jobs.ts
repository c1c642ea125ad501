import { defineJob } from '../jobs.ts'

/** What is kept of a ticket's files; without a ticket, of a whole shop's. */
export const removeFiles = defineJob<{ shopId: string; ticketId: string | null }>('remove_files')
