/** The text of a message of Zulip without its own marks for people and topics. The rest is Markdown. */
export const zulipText = (text: string): string =>
  text
    .replaceAll(/@_?\*\*([^*|\n]+)(?:\|\d+)?\*\*/g, '@$1')
    .replaceAll(/#\*\*([^*\n]+)\*\*/g, '#$1')
    .replace(/^\/me (.+)$/s, '*$1*')
