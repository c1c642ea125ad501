/** In pixels, as the style sheet has it: rows are placed by it. */
export const ROW_HEIGHT = 84
