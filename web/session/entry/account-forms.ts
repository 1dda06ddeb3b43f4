// The forms of people with an account: one chunk, because whoever needs one often needs another.
export { ForgottenForm } from './forgotten-form.tsx'
export { PasswordForm } from './password-form.tsx'
export { SignInForm } from './sign-in-form.tsx'
export { SignUpForm } from './sign-up-form.tsx'
export { VerifyCard } from './verify-card.tsx'
