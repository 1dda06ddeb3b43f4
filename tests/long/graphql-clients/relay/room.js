import { graphql } from 'relay-runtime'

export const message = graphql`
  fragment room_message on Message @refetchable(queryName: "roomMessageQuery") {
    text
    sender {
      userId
      name
    }
    quote {
      messageId
      text
    }
  }
`

export const rooms = graphql`
  fragment room_rooms on Query
  @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" })
  @refetchable(queryName: "roomPaginationQuery") {
    rooms(first: $count, after: $cursor) @connection(key: "room_rooms") {
      edges {
        node {
          name
          unread
        }
      }
    }
  }
`

export const query = graphql`
  query roomQuery($room: ID!) {
    ...room_rooms
    messages(room: $room, last: 20) @connection(key: "room_messages") {
      edges {
        node {
          ...room_message
        }
      }
    }
  }
`

export const send = graphql`
  mutation roomSendMutation($input: SendMessageInput!) {
    sendMessage(input: $input) {
      ...room_message
    }
  }
`

export const heard = graphql`
  subscription roomHeardSubscription($after: String) {
    events(after: $after) {
      after
      event {
        ... on MessageUpdated {
          message {
            ...room_message
          }
        }
        ... on ReactionAdded {
          emoji
          message {
            messageId
            seq
          }
        }
      }
    }
  }
`
