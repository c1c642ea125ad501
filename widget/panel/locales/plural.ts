/** By the categories of `Intl.PluralRules`; `other` stands in for those that are left out. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }
