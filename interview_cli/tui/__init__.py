"""The full-screen app: screens that render the events of a session and hand in what the person does."""
