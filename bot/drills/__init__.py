"""Drills: the real parts as processes of their own, disturbed on purpose, counted at the server.

announcements   an announcement to many groups, where much goes wrong, by senders that are killed
herd            processes that are killed, and started again
groups          what goes wrong in which group; pure
killing         when processes are killed; pure
report          what came of it, by the server's record and by the outbox's; pure
processes       Python modules as processes: started, heard, killed at once or ended in order
sandbox         the sandbox as a process, and its control side
sending, naive  the processes that send: the real one, and one that keeps no outbox

questions       people who ask many questions, and bots that are killed over the answers
people          the sandbox with them in it, as a process, and what each was answered
balancer        what stands before several bots with a webhook
answering, forgetting  the processes that answer: the real bot, and one that keeps no inbox

load            as many questions a second as can be answered, beside a plain echo bot
asking          the sandbox with people who ask as ordered, as a process, and a stopwatch
wording         what they ask
passes          what was ordered, and what came of it; pure
echoing         the echo bot, as a process
memory          what a process holds
"""
