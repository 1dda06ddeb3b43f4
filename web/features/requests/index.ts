export { useRequests } from './use-requests.ts'
