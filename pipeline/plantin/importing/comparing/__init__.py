"""Files of one report compared, in any formats and languages, ours or not: do they say the same, with the same
numbers?
"""
