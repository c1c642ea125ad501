import type { BuiltInCategory } from '@comptoir/sdk/contract'

export const fr: Record<BuiltInCategory, string> = {
  order_issue: 'Commande',
  product_issue: 'Produit',
  payment_issue: 'Paiement',
  account_issue: 'Compte',
  technical_issue: 'Problème technique',
  general_inquiry: 'Question',
  refund_request: 'Remboursement',
  other: 'Autre',
  general: 'Général',
  technical: 'Technique',
  billing: 'Facturation',
  complaint: 'Réclamation',
  suggestion: 'Suggestion',
}
