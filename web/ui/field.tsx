import { type ComponentProps, type ReactNode, useId } from 'react'

type Described = {
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** Why the value was refused. It stands in the place of the hint, and is announced. */
  readonly refusal?: string | undefined
}

export function Field({ label, hint, refusal, ...props }: ComponentProps<'input'> & Described) {
  const id = useId()
  return (
    <Frame id={id} label={label} hint={hint} refusal={refusal}>
      <input dir="auto" {...props} {...described(id, hint, refusal)} className="input" />
    </Frame>
  )
}

export function TextArea({
  label,
  hint,
  refusal,
  ...props
}: ComponentProps<'textarea'> & Described) {
  const id = useId()
  return (
    <Frame id={id} label={label} hint={hint} refusal={refusal}>
      <textarea dir="auto" {...props} {...described(id, hint, refusal)} className="input" />
    </Frame>
  )
}

const described = (id: string, hint: ReactNode, refusal: string | undefined) => ({
  id,
  ...((hint !== undefined || refusal !== undefined) && { 'aria-describedby': `${id}-hint` }),
  ...(refusal !== undefined && { 'aria-invalid': true }),
})

function Frame({
  id,
  label,
  hint,
  refusal,
  children,
}: Described & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {(hint !== undefined || refusal !== undefined) && (
        <p id={`${id}-hint`} role="status" data-refused={refusal !== undefined}>
          {refusal ?? hint}
        </p>
      )}
    </div>
  )
}
