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
  readonly options: readonly (readonly [Value, string])[]
  readonly onChange: (value: Value) => void
}) {
  const name = useId()
  return (
    <fieldset className="choice">
      <legend>{label}</legend>
      <div>
        {options.map(([option, text]) => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            <span>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
