import { createChat } from '@parlance/sdk'
import { mount } from 'svelte'
import MessageList from './message-list-svelte.js'

const { url, token, room } = Object.fromEntries(new URLSearchParams(location.search))
const chat = createChat({ url, token: () => token })
mount(MessageList, { target: document.body, props: { chat, room } })
