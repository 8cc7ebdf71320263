"""The guided tour: what to do next, told beside what it is done with."""
