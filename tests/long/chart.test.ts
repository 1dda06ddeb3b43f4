import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'
import * as z from 'zod'
import { readConfig } from '../../server/config.ts'

// The chart for Kubernetes, by Helm itself: `go install helm.sh/helm/v3/cmd/helm@latest`. No cluster runs here.

const HELM = Bun.which('helm')
const CHART = join(import.meta.dir, '../../deploy/helm/parlance')
const CLUSTER = ['-f', join(CHART, 'values-cluster.yaml')]
const PUBLIC = 'url=https://chat.example.com,ingress.enabled=true,ingress.host=chat.example.com'

/** A Helm that was built from its module knows an old Kubernetes only. */
function helm(command: 'lint' | 'template', ...more: readonly string[]) {
  const name = command === 'template' ? ['chat'] : []
  const args = [command, ...name, CHART, '--kube-version', '1.30.0', ...more]
  const { exitCode, stdout, stderr } = Bun.spawnSync([HELM ?? '', ...args], { env: process.env })
  return { code: exitCode, out: stdout.toString(), errors: stderr.toString() }
}

const Variable = z.object({ name: z.string(), value: z.string().optional() })
const Container = z.looseObject({ env: z.array(Variable), securityContext: z.unknown() })
const StatefulSet = z.looseObject({
  kind: z.literal('StatefulSet'),
  spec: z.looseObject({
    replicas: z.number(),
    volumeClaimTemplates: z.array(z.unknown()).default([]),
    template: z.looseObject({ spec: z.looseObject({ containers: z.tuple([Container]) }) }),
  }),
})

function rendered(...more: readonly string[]) {
  const { code, out, errors } = helm('template', ...more)
  expect([code, errors]).toEqual([0, ''])
  const objects = parseAllDocuments(out).map((one) => one.toJS() as { readonly kind: string })
  const { spec } = StatefulSet.parse(objects.find(({ kind }) => kind === 'StatefulSet'))
  return {
    kinds: objects.map(({ kind }) => kind).sort(),
    spec,
    server: spec.template.spec.containers[0],
  }
}

test.skipIf(HELM === null)(
  '[INS-7] the chart is free of faults by Helm’s linter, and renders one node and a cluster',
  () => {
    expect(helm('lint', '--strict').code).toBe(0)
    const one = rendered()
    expect(one.kinds).toEqual(['Service', 'StatefulSet'])
    expect([one.spec.replicas, one.spec.volumeClaimTemplates.length]).toEqual([1, 1])
    expect(one.server.securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    })
    const many = rendered(...CLUSTER, '--set', `${PUBLIC},management.enabled=true`)
    expect(many.kinds).toEqual(['Ingress', 'Service', 'Service', 'StatefulSet'])
    expect([many.spec.replicas, many.spec.volumeClaimTemplates.length]).toEqual([3, 0])
    const names = many.server.env.map(({ name }) => name)
    expect(names).toContain('PARLANCE_DATABASE_URL')
    expect(names).toContain('PARLANCE_REDIS_URL')
    for (const { server } of [one, many]) {
      const env = Object.fromEntries(
        server.env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
      )
      const warnings: string[] = []
      readConfig([], env, (line) => warnings.push(line))
      expect(warnings).toEqual([])
    }
  },
)

const CONTRADICTIONS: Readonly<Record<string, string>> = {
  'replicas=3': 'replicas: several nodes need one database server: set database.urlSecret',
  'replicas=3,database.urlSecret=d':
    'replicas: several nodes need Redis or Valkey between them: set redis.urlSecret',
  'persistence.enabled=false':
    'persistence.enabled: without a volume every restart would lose all messages',
  'ingress.enabled=true': 'ingress.host: set the host',
  'ingress.enabled=true,ingress.host=a.example':
    'url: requests for a.example would be refused: set url=https://a.example',
  'ingress.enabled=true,ingress.host=a.example,url=https://b.example':
    'url: https://b.example is not an address of ingress.host',
  'settings.PARLANCE_PORT=x': 'settings.PARLANCE_PORT: the chart sets it',
  'replicas=0': "at '/replicas': minimum: got 0, want 1",
  'settings.COLOUR=red': "'COLOUR' does not match pattern",
  'colour=red': "additional properties 'colour' not allowed",
  'url=chat.example.com': "at '/url'",
}

test.skipIf(HELM === null)(
  '[INS-7] values that contradict each other are refused, with the value and what to do',
  () => {
    for (const [values, says] of Object.entries(CONTRADICTIONS)) {
      const { code, errors } = helm('template', '--set', values)
      expect([values, code]).toEqual([values, 1])
      expect(errors).toContain(says)
    }
  },
)
