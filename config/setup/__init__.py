"""What has to be there before Django: the environment, front-end files, keys, private folders. Standard library
only.
"""
