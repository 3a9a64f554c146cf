//! What the program decides: state, actions, commands, update; requests to the outside world and its replies.
