import type { BuiltInCategory } from '@comptoir/sdk/contract'

export const en: Record<BuiltInCategory, string> = {
  order_issue: 'Order',
  product_issue: 'Product',
  payment_issue: 'Payment',
  account_issue: 'Account',
  technical_issue: 'Technical problem',
  general_inquiry: 'Question',
  refund_request: 'Refund',
  other: 'Other',
  general: 'General',
  technical: 'Technical',
  billing: 'Billing',
  complaint: 'Complaint',
  suggestion: 'Suggestion',
}
