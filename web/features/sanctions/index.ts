export { AppealForm } from './appeal-form.tsx'
export { type Length, LengthChoice, untilOf } from './length-choice.tsx'
export { SanctionNotice } from './sanction-notice.tsx'
