"""From what Rasa understood to the core and back: nothing here decides.

rasa-sdk imports every module in this folder and registers every action it finds.
"""
