/**
 * The shapes that travel between the page and the sandbox: those of the Bot API, as far as the
 * page shows them, and the sandbox's own. Ids are integers, dates seconds since 1970.
 *
 * @typedef {object} User
 * @property {number} id
 * @property {string} first_name
 * @property {string} [last_name]
 * @property {string} [username]
 * @property {boolean} [is_bot]
 *
 * @typedef {object} Persona Someone to chat as.
 * @property {number} id
 * @property {string} name
 * @property {string} note What kind of person, in a few words.
 * @property {string} [language_code] The language of this person's Telegram.
 * @property {string} [username]
 *
 * @typedef {object} Chat
 * @property {number} id A private chat has its persona's id.
 * @property {"private" | "group" | "supergroup" | "channel"} type
 * @property {string} title
 * @property {number[]} members Ids of personas.
 * @property {"left" | "kicked"} [bot] Where the bot is not in it, or is blocked.
 * @property {Fault} [fault]
 * @property {ReplyButton[][]} [keyboard] What the bot has put in the place of people's keyboard.
 * @property {number} [moved_from] Of a supergroup, the group that it was.
 * @property {Topic[]} [topics] Of a forum.
 *
 * @typedef {{id: number, name: string}} Topic
 *
 * @typedef {object} Fault What the bot's requests to a chat meet.
 * @property {"flood" | "fail" | "gateway" | "drop_before" | "drop_after" | "late"} kind
 * @property {number | null} times How many requests more; null for all.
 * @property {number} seconds
 *
 * @typedef {object} ReplyButton
 * @property {string} text
 * @property {number} [request_id] It asks for something, by this number.
 * @property {"chat" | "person"} [asks_for] What that is.
 *
 * @typedef {object} Entity A formatted part of a text.
 * @property {string} type
 * @property {number} offset In UTF-16 code units, as JavaScript counts.
 * @property {number} length
 * @property {string} [url]
 *
 * @typedef {object} Button A button of an inline keyboard: exactly one of the rest is there.
 * @property {string} text
 * @property {"danger" | "success" | "primary"} [style]
 * @property {string} [callback_data]
 * @property {string} [url]
 * @property {{text: string}} [copy_text]
 *
 * @typedef {object} Message
 * @property {number} message_id
 * @property {number} date
 * @property {{id: number}} chat
 * @property {User} [from]
 * @property {string} [text]
 * @property {Entity[]} [entities]
 * @property {string} [caption]
 * @property {Entity[]} [caption_entities]
 * @property {number} [edit_date]
 * @property {Message} [reply_to_message]
 * @property {{text: string}} [quote]
 * @property {{inline_keyboard?: Button[][]}} [reply_markup]
 * @property {{emoji?: string}} [sticker]
 * @property {{duration: number}} [voice]
 * @property {{latitude: number, longitude: number}} [location]
 * @property {number} [message_thread_id]
 * @property {true} [is_topic_message] Its thread is a forum's topic.
 * @property {StoredFile & {file_name?: string}} [document]
 * @property {(StoredFile & {width: number, height: number})[]} [photo]
 * @property {Poll} [poll]
 * @property {Record<string, number[]>} [votes] Who chose which options of the poll.
 * @property {User} [left_chat_member]
 * @property {User[]} [new_chat_members]
 * @property {number} [migrate_to_chat_id]
 * @property {number} [migrate_from_chat_id]
 * @property {{chat_id: number, title?: string}} [chat_shared]
 * @property {{users: {user_id: number}[]}} [users_shared]
 * @property {Origin} [forward_origin]
 * @property {{name: string}} [forum_topic_created]
 *
 * @typedef {{file_id: string, file_size?: number}} StoredFile
 *
 * @typedef {object} Poll
 * @property {string} question
 * @property {{text: string, voter_count: number}[]} options
 * @property {number} total_voter_count
 * @property {boolean} is_anonymous
 * @property {boolean} allows_multiple_answers
 *
 * @typedef {{question: string, options: string[], is_anonymous: boolean,
 *   allows_multiple_answers: boolean}} NewPoll
 *
 * @typedef {{sender_user?: User, sender_user_name?: string}} Origin Who wrote a forwarded message.
 *
 * @typedef {{command: string, description: string}} Command
 *
 * @typedef {object} Outgoing What a persona sends: a text, a poll, a message again, or a sample.
 * @property {number} from
 * @property {string} [text]
 * @property {true} [sticker]
 * @property {true} [voice]
 * @property {true} [location]
 * @property {true} [photo]
 * @property {true} [document]
 * @property {true | NewPoll} [poll]
 * @property {{chat_id: number, message_id: number}} [forward]
 * @property {number} [reply_to_message_id]
 * @property {number} [message_thread_id]
 *
 * @typedef {object} CallbackAnswer
 * @property {"callback_answer"} type
 * @property {string} callback_query_id
 * @property {string} [text]
 * @property {boolean} [show_alert]
 * @property {number} from
 * @property {string} [url] What the answer opens.
 *
 * @typedef {{type: "message" | "edited", message: Message}
 *   | {type: "deleted", chat_id: number, message_id: number}
 *   | {type: "action", chat_id: number, action: string}
 *   | {type: "chats", chats: Chat[]}
 *   | {type: "reset"}
 *   | CallbackAnswer} SandboxEvent
 *
 * @typedef {{bot: User, personas: Persona[], chats: Chat[]}} State
 *
 * @typedef {{state: State, histories: Message[][]}} Snapshot The state, and each chat's messages.
 *
 * @typedef {object} Actions What a person can do from within a message.
 * @property {(text: string) => void} say Sends a text as it stands.
 * @property {(text: string) => void} insert Puts a text into the composer.
 * @property {(payload: string) => void} start Follows a deep link to the bot.
 * @property {(text: string) => void} copy
 * @property {(message: Message) => void} reply
 * @property {(message: Message, row: number, column: number) => Promise<void>} press
 *   Settles when the bot has answered the press.
 * @property {(message: Message, options: number[]) => void} vote Options by their places.
 * @property {(messageId: number) => void} jump Scrolls to a message.
 */
export {};
