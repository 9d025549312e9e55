"""The full-screen app: screens that render the events of a session and pass on what the person does."""
