/**
 * pino asks which file creates a logger, for transports, which the server does not use. In a bundle the answer takes 80 ms:
 * Bun reads the whole source map.
 */
export const withoutCaller: Bun.BunPlugin = {
  name: 'without caller',
  setup(build) {
    build.onLoad({ filter: /\/pino\/lib\/caller\.js$/ }, () => ({
      contents: 'module.exports = () => undefined',
      loader: 'js',
    }))
  },
}
