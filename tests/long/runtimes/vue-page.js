import { createChat } from '@parlance/sdk'
import { createApp } from 'vue'
import MessageList from './message-list-vue.js'

const { url, token, room } = Object.fromEntries(new URLSearchParams(location.search))
const chat = createChat({ url, token: () => token })
createApp(MessageList, { chat, room }).mount(document.body)
