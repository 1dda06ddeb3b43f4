import { type ComponentProps, useId } from 'react'

/** Something that is on or off. */
export function Switch({ label, ...props }: ComponentProps<'input'> & { readonly label: string }) {
  return (
    <label className="switch">
      <input {...props} type="checkbox" />
      <span>{label}</span>
    </label>
  )
}

/** One of several values, all of which are shown. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: Value
  /** Each with its text, and the language of the text if that is not the language of the page. */
  readonly options: readonly (readonly [Value, string, lang?: string])[]
  readonly onChange: (value: Value) => void
}) {
  const name = useId()
  return (
    <fieldset className="choice">
      <legend>{label}</legend>
      <div>
        {options.map(([option, text, lang]) => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            <span lang={lang}>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
