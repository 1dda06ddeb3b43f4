{{- /* Values that contradict each other. The schema cannot say what to do, so each has a line of its own. */ -}}
{{- define "parlance.checks" -}}
{{- if and (gt (int .Values.replicas) 1) (not .Values.database.urlSecret) -}}
{{- fail "replicas: several nodes need one database server: set database.urlSecret, or replicas to 1" -}}
{{- end -}}
{{- if and (gt (int .Values.replicas) 1) (not .Values.redis.urlSecret) -}}
{{- fail "replicas: several nodes need Redis or Valkey between them: set redis.urlSecret, or replicas to 1" -}}
{{- end -}}
{{- if and (not .Values.persistence.enabled) (not .Values.database.urlSecret) -}}
{{- fail "persistence.enabled: without a volume every restart would lose all messages: set it to true, or set database.urlSecret" -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}
{{- fail "ingress.host: set the host of the address that people open" -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.url) -}}
{{- fail (printf "url: requests for %s would be refused: set url=https://%s" .Values.ingress.host .Values.ingress.host) -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not (regexMatch (printf "(^|, *)https?://%s(:[0-9]+)?(,|$)" (regexQuoteMeta .Values.ingress.host)) .Values.url)) -}}
{{- fail (printf "url: %s is not an address of ingress.host, %s: make them the same" .Values.url .Values.ingress.host) -}}
{{- end -}}
{{- range list "PARLANCE_URL" "PARLANCE_HOST" "PARLANCE_PORT" "PARLANCE_DATA" "PARLANCE_DATABASE_URL" "PARLANCE_REDIS_URL" "PARLANCE_TRUSTED_PROXIES" "PARLANCE_MANAGEMENT_HOST" "PARLANCE_MANAGEMENT_PORT" -}}
{{- if hasKey $.Values.settings . -}}
{{- fail (printf "settings.%s: the chart sets it: use the value of its own in values.yaml" .) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "parlance.name" -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}

{{- define "parlance.labels" -}}
app.kubernetes.io/name: parlance
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
